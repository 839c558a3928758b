/** The shapes of the API under the names that pages use. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Card = Schemas["Card"];
export type Conversation = Schemas["ConversationShape"];
export type Escalation = Schemas["EscalationShape"];
export type Message = Schemas["MessageShape"];
export type Source = Schemas["SourceShape"];
export type Person = Schemas["Person"];
export type Hotel = Schemas["HotelShape"];
export type Task = Schemas["TaskShape"];
export type OutboxItem = Schemas["OutboxShape"];
export type Entry = Schemas["EntryShape"];

/** The shapes of the API under the names that pages use. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type InboxLine = Schemas["InboxLine"];
export type InboxCounts = Schemas["Counts"];
export type Conversation = Schemas["ConversationShape"];
export type Escalation = Schemas["EscalationShape"];
export type Message = Schemas["ThreadMessage"];
export type Note = Schemas["NoteShape"];
export type Reach = Schemas["ReachShape"];
export type Suggestion = Schemas["SuggestionShape"];
export type ProposedTask = Schemas["ProposedTask"];
export type Source = Schemas["SourceShape"];
export type TimelineItem = Schemas["Item"];
export type ThreadTask = Schemas["ThreadTask"];
export type Person = Schemas["Person"];
export type Hotel = Schemas["HotelShape"];
export type KnowledgeEntry = Schemas["EntryShape"];
export type Colleague = Schemas["Colleague"];

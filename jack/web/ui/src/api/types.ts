/**
 * The shapes of the API under the names that pages use.
 *
 * They are taken from what a route answers, not from the names of schemas: those change when two
 * resources call something the same.
 */

import type { AnswerOf } from "./client";

export type Person = AnswerOf<"get", "/api/v1/me">;
export type Hotel = AnswerOf<"get", "/api/v1/hotel">;
export type Colleague = AnswerOf<"get", "/api/v1/staff/colleagues">["colleagues"][number];

export type InboxLine = AnswerOf<"get", "/api/v1/inbox">["conversations"][number];
export type InboxCounts = AnswerOf<"get", "/api/v1/inbox/counts">;
export type Conversation = AnswerOf<"get", "/api/v1/conversations/{id}">;
export type TimelineItem = AnswerOf<"get", "/api/v1/conversations/{id}/timeline">["items"][number];
export type Message = NonNullable<TimelineItem["message"]>;
export type Note = NonNullable<TimelineItem["note"]>;
export type Escalation = NonNullable<TimelineItem["escalation"]>;
export type ThreadTask = NonNullable<TimelineItem["task"]>;
export type Source = Message["sources"][number];
export type Reach = AnswerOf<"get", "/api/v1/conversations/{id}/channels">["channels"][number];
export type Suggestion = AnswerOf<"post", "/api/v1/conversations/{id}/suggest">;
export type ProposedTask = Suggestion["tasks"][number];
export type CannedReply = AnswerOf<"get", "/api/v1/canned-replies">["cannedReplies"][number];

export type KnowledgeEntry = AnswerOf<"get", "/api/v1/knowledge/{id}">;

export type Task = AnswerOf<"get", "/api/v1/tasks/{id}">;
export type TaskEvent = AnswerOf<"get", "/api/v1/tasks/{id}/history">["events"][number];

export type Guest = AnswerOf<"get", "/api/v1/guests/{id}">;
export type Stay = NonNullable<Guest["stay"]>;
export type Preference = AnswerOf<"get", "/api/v1/guests/{id}/preferences">["preferences"][number];
export type MergeSuggestion = AnswerOf<
  "get",
  "/api/v1/guests/{id}/merge-suggestions"
>["suggestions"][number];
export type Reservation = AnswerOf<"get", "/api/v1/reservations/{id}">;
export type Gap = AnswerOf<"get", "/api/v1/knowledge/gaps">["gaps"][number];
export type Proposal = AnswerOf<"get", "/api/v1/knowledge/proposals">["proposals"][number];
export type Passage = AnswerOf<"get", "/api/v1/knowledge/search">["passages"][number];
export type Imported = AnswerOf<"post", "/api/v1/knowledge/import">;

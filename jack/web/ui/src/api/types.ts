/**
 * The shapes of the API under the names that pages use.
 *
 * They are taken from what a route answers, not from the names of schemas: those change when two
 * resources call something the same.
 */

import type { AnswerOf } from "./client";

export type Person = AnswerOf<"get", "/api/v1/me">;
export type Trouble = AnswerOf<"get", "/api/v1/system/troubles">["troubles"][number];
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
export type MessageFile = NonNullable<Message["files"]>[number];
export type FileLimit = AnswerOf<
  "get",
  "/api/v1/conversations/{id}/timeline"
>["takesFiles"][number];
export type Media = AnswerOf<"get", "/api/v1/media/{id}">;
export type Source = Message["sources"][number];
export type Reach = AnswerOf<"get", "/api/v1/conversations/{id}/channels">["channels"][number];
export type Sendable = AnswerOf<"get", "/api/v1/conversations/{id}/sendable">;
export type Offer = Sendable["offers"][number];
export type VendorTemplate = AnswerOf<"get", "/api/v1/vendor-templates">["templates"][number];
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

export type Contradiction = AnswerOf<
  "get",
  "/api/v1/knowledge/contradictions"
>["contradictions"][number];
export type Golden = AnswerOf<"get", "/api/v1/evaluations">["golden"][number];
export type GoldenWritten = Pick<Golden, "question" | "expected">;
export type EvaluationRun = AnswerOf<"get", "/api/v1/evaluations/runs/{id}">;
export type GoldenResult = EvaluationRun["results"][number];
export type Agreement = AnswerOf<"get", "/api/v1/ai/agreement">["topics"][number];
export type WebsiteReading = AnswerOf<"get", "/api/v1/knowledge/websites/{id}">;

export type Setting = AnswerOf<"get", "/api/v1/settings">["settings"][number];
export type ChannelState = AnswerOf<"get", "/api/v1/channels">["channels"][number];
export type Check = AnswerOf<"post", "/api/v1/channels/{name}/test">["checks"][number];
export type Account = AnswerOf<"get", "/api/v1/staff/{id}">;
export type OneTimeLink = AnswerOf<"post", "/api/v1/staff/{id}/reset">;
export type Roles = AnswerOf<"get", "/api/v1/roles">;
export type Role = Roles["roles"][number]["role"];
export type Department = Roles["departments"][number];
export type Permission = Roles["permissions"][number];
export type Duty = AnswerOf<"get", "/api/v1/me/duty">;
export type Shift = Duty["hours"][number];
export type Token = AnswerOf<"get", "/api/v1/tokens">["tokens"][number];
export type AuditEntry = AnswerOf<"get", "/api/v1/audit">["entries"][number];
export type SystemState = AnswerOf<"get", "/api/v1/system">;
export type Session = AnswerOf<"get", "/api/v1/auth/sessions">["sessions"][number];
export type SetupStep = AnswerOf<"get", "/api/v1/setup/steps">["steps"][number];
export type Figures = AnswerOf<"get", "/api/v1/analytics">["total"];
export type Analytics = AnswerOf<"get", "/api/v1/analytics">;
export type Handover = AnswerOf<"get", "/api/v1/reports/handover">;
export type MessageTemplate = AnswerOf<"get", "/api/v1/templates">["templates"][number];
export type ShippedText = AnswerOf<"get", "/api/v1/templates/shipped">["templates"][number];
export type SeenText = AnswerOf<"post", "/api/v1/templates/preview">;
export type Rule = AnswerOf<"get", "/api/v1/automations/{id}">;
export type Definition = Rule["definition"];
export type Trigger = Definition["trigger"];
export type Action = Definition["actions"][number];
export type Run = AnswerOf<"get", "/api/v1/automations/runs">["runs"][number];
export type Simulation = AnswerOf<"post", "/api/v1/automations/simulate">;
export type Foreseen = Simulation["lines"][number];
export type Rating = AnswerOf<"get", "/api/v1/ratings">["ratings"][number];
export type ReportMail = AnswerOf<"get", "/api/v1/reports/handover/mails">["mails"][number];

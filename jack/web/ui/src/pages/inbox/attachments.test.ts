import { describe, expect, it } from "vitest";
import { problemOf, whyNot } from "./attachments";

const LIMITS = [
  { contentType: "image/jpeg", ending: "jpg", maxBytes: 5_000_000 },
  { contentType: "application/pdf", ending: "pdf", maxBytes: 100_000_000 },
];

describe("what a channel does not take", () => {
  it("is named with the channel, and how large it may be", () => {
    const photo = { name: "pool.jpg", contentType: "image/jpeg", size: 6_000_000 };
    expect(whyNot(photo, LIMITS, "whatsapp")).toBe(
      "pool.jpg is too large: WhatsApp takes up to 5 MB.",
    );
    expect(whyNot({ ...photo, size: 4_000_000 }, LIMITS, "whatsapp")).toBeNull();
    expect(whyNot({ ...photo, contentType: "image/heic" }, LIMITS, "whatsapp")).toBe(
      "WhatsApp does not take files like pool.jpg.",
    );
  });

  it("is told anew when the guest writes by another channel", () => {
    const media = { name: "menu.pdf", contentType: "application/pdf", size: 1000 };
    const attached = { key: 1, name: "menu.pdf", size: 1000, share: 1, media, problem: null };
    expect(problemOf(attached as never, LIMITS, "whatsapp")).toBeNull();
    expect(problemOf(attached as never, [], "sms")).toBe("SMS does not take files like menu.pdf.");
  });
});

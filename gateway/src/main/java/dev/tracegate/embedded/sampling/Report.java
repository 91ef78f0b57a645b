package dev.tracegate.embedded.sampling;

/** What a client says it did with the requests of one rule since its last report. Borrowed and sampled requests are disjoint. */
public record Report(String ruleName, String clientId, long requests, long sampled, long borrowed) {}

package dev.tracegate.tenant;

/** How well the identity of a sender is proven; the best first. docs/tenancy.md lists the senders of each level. */
public enum Trust {
    /** The network prevents that another task uses the address, and ECS confirms the task. */
    A,
    /** A task on the same host could forge the address with raw sockets. */
    B,
    /** Only a network or port in the configuration, or a heuristic by source port. */
    C;

    /** One level lower, for an address that ECS has not confirmed; C stays C. */
    public Trust withoutProof() {
        return this == A ? B : C;
    }
}

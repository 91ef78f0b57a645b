package dev.tracegate.tenant;

/** How well a sender's identity is proven, best first. */
public enum Trust {
    /** The network vouches for it, and ECS confirms it. */
    A,
    /** A neighbour with raw sockets could pretend to be it. */
    B,
    /** An operator's word, or a guess by port. */
    C;

    /** What it is worth where ECS has not confirmed the address: one less. */
    public Trust withoutProof() {
        return this == A ? B : C;
    }
}

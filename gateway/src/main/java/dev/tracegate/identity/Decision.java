package dev.tracegate.identity;

/** How a sender was resolved, and on which finding. */
public interface Decision {

    /** The address, with the port where the port identifies the sender; for the operator. */
    String source();

    OwnershipFinding answer();

    Resolution<?> resolution();
}

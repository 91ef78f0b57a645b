package dev.tracegate.identity.proc;

import dev.tracegate.identity.BridgeContainer;

/** Who has a port of the host's own network. */
public sealed interface PortOwner {

    /** The processes of one container have all its sockets, and nobody else has any of them. */
    record Container(BridgeContainer container) implements PortOwner {}

    /** No process in a container, and why. */
    record Nobody(String why) implements PortOwner {}

    /** More than one container, or one and somebody else, and who. */
    record Several(String why) implements PortOwner {}
}

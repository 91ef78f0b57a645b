package dev.tracegate.identity.proc;

import dev.tracegate.identity.BridgeContainer;

/** The owner of a UDP port in the host's own network. */
public sealed interface PortOwner {

    /** All sockets of the port belong to processes of one container. */
    record Container(BridgeContainer container) implements PortOwner {}

    /** No process in a container has the port; with the reason. */
    record Nobody(String why) implements PortOwner {}

    /** More than one container has the port, or a container and another process; with their names. */
    record Several(String why) implements PortOwner {}
}

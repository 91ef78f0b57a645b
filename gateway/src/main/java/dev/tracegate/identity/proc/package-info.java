/** Containers, network namespaces and sockets as /proc shows them. */
@NullMarked
package dev.tracegate.identity.proc;

import org.jspecify.annotations.NullMarked;

/** Containers and their addresses from the Docker socket. */
@NullMarked
package dev.tracegate.identity.docker;

import org.jspecify.annotations.NullMarked;

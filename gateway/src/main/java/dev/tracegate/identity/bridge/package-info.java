/** Tasks on the Docker bridge: containers matched with the agent's tasks. */
@NullMarked
package dev.tracegate.identity.bridge;

import org.jspecify.annotations.NullMarked;

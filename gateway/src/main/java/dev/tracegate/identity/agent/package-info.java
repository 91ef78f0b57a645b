/** The ECS agent's introspection API: which tasks run on this instance. */
@NullMarked
package dev.tracegate.identity.agent;

import org.jspecify.annotations.NullMarked;

/** Claims confirmed by the ECS API, and the file of tasks that it confirmed before a restart. */
@NullMarked
package dev.tracegate.identity.ecs;

import org.jspecify.annotations.NullMarked;

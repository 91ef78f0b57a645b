/** DescribeTasks: the ECS API as proof of which tasks exist. */
@NullMarked
package dev.tracegate.aws.ecs;

import org.jspecify.annotations.NullMarked;

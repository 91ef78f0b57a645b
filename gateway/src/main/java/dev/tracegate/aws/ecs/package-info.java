/**
 * The ECS API: DescribeTasks shows which tasks exist and which addresses they have; DescribeTaskDefinition shows their roles. Read {@code
 * EcsDescribeTasks} first.
 */
@NullMarked
package dev.tracegate.aws.ecs;

import org.jspecify.annotations.NullMarked;

package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;

/** What all routes work with. */
record DispatchContext(Flow flow, TenantCircuits gates, OverflowController spilling, SharedCapacity capacity) {}

package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;

/** Collaborators that all routes share. */
record DispatchContext(Flow flow, TenantCircuits circuits, OverflowController overflow, SharedCapacity capacity) {}

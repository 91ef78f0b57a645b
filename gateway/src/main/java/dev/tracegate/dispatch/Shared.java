package dev.tracegate.dispatch;

import dev.tracegate.flow.Flow;

/** What all routes work with. */
record Shared(Flow flow, TenantGates gates, Spilling spilling, Capacity capacity) {}

/**
 * Budgets for the memory of everything that is not a segment: requests, replies, connections. Pure: no input or output, no clock. Read {@link
 * dev.tracegate.budget.ByteBudget} first, then {@link dev.tracegate.budget.OwnerShares}, which keeps one caller from taking all of it. The
 * listeners and the HTTP clients use it: they reserve bytes before they hold them and release the bytes when they drop them.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.budget;

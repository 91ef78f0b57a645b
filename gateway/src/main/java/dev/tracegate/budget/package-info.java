/**
 * Budgets in bytes. {@link dev.tracegate.budget.ByteBudget} bounds what requests, replies and connections take together; {@link
 * dev.tracegate.budget.OwnerShares} keeps one caller from taking all of it; {@link dev.tracegate.budget.SegmentBudget} bounds the segments.
 * Listeners and HTTP clients reserve bytes before they allocate them and release them afterwards. Pure: no input or output, no clock. Read
 * {@code ByteBudget} first.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.budget;

/**
 * Main and the composition root: every collaborator is made here, in start order, and stopped here, in drain order.
 */
@NullMarked
package dev.tracegate.app;

import org.jspecify.annotations.NullMarked;

/** What X-Ray makes of traces when they are read: inferred segments, and the graph of services with its statistics. */
@NullMarked
package dev.tracegate.embedded.graph;

import org.jspecify.annotations.NullMarked;

/** What receives the batches in each mode: X-Ray in AWS, the embedded X-Ray, or the sink that trains the AOT cache. */
@NullMarked
package dev.tracegate.app.upstream;

import org.jspecify.annotations.NullMarked;

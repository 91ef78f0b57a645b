/** Tests of the files beside the code: third-party notices, editor settings, owners, templates, and the page on the architecture. */
@NullMarked
package dev.tracegate.repository;

import org.jspecify.annotations.NullMarked;

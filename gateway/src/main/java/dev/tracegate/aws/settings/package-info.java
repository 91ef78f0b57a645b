/** Settings, environment variables and endpoints of the AWS edge. */
@NullMarked
package dev.tracegate.aws.settings;

import org.jspecify.annotations.NullMarked;

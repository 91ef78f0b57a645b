/** Settings, environment variables and endpoints of the AWS clients. */
@NullMarked
package dev.tracegate.aws.settings;

import org.jspecify.annotations.NullMarked;

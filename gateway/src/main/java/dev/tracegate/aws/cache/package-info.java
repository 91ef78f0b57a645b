/**
 * Caches that several threads share, by Caffeine: {@code SharedCaches} has the settings that all of them have in common. They exist only where
 * tenants are configured, so a single-tenant gateway does not load Caffeine. docs/adr/0013-caffeine-for-shared-caches.md has the reasons.
 */
@NullMarked
package dev.tracegate.aws.cache;

import org.jspecify.annotations.NullMarked;

/**
 * The native crypto provider: AmazonCorrettoCryptoProvider (AWS-LC) in front of the JVM's own providers. {@link NativeCrypto} installs it.
 * docs/adr/0003-native-crypto.md has the reasons and the figures.
 */
@NullMarked
package dev.tracegate.crypto;

import org.jspecify.annotations.NullMarked;

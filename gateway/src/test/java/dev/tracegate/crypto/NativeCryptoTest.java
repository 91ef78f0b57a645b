package dev.tracegate.crypto;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.SelfSigned;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers are global to the JVM, so each test restores them. The native library is loaded from the jar. */
@EnabledOnOs(OS.LINUX)
class NativeCryptoTest {
    private static final String NAME = "AmazonCorrettoCryptoProvider";

    private final List<Provider> before = List.of(Security.getProviders());

    @TempDir
    private Path folder;

    @AfterEach
    void restore() {
        for (var provider : Security.getProviders()) {
            Security.removeProvider(provider.getName());
        }
        before.forEach(Security::addProvider);
    }

    @Test
    void after_the_installation_hash_mac_and_cipher_use_the_native_provider() throws Exception {
        assertThat(NativeCrypto.install()).isInstanceOf(NativeCrypto.Installed.class);

        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).isEqualTo(NAME);
        assertThat(Mac.getInstance("HmacSHA256").getProvider().getName()).isEqualTo(NAME);
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider().getName()).isEqualTo(NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_tls_connection_encrypts_with_the_native_provider(String protocol) throws Exception {
        NativeCrypto.install();
        var context = context(SelfSigned.make(folder, "ip:127.0.0.1"));
        var done = new AtomicBoolean();
        try (var server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            Thread.ofPlatform().daemon().start(() -> drain(server));
            var writer = Thread.ofPlatform()
                    .daemon()
                    .start(() -> write(context, protocol, server.getLocalPort(), done));

            await().atMost(20, SECONDS)
                    .until(() -> Arrays.stream(writer.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().endsWith("corretto.crypto.provider.AesGcmSpi")));
            assertThat(writer.isAlive()).isTrue();
            done.set(true);
            writer.join();
        }
    }

    @Test
    void a_jvm_with_another_first_provider_is_left_unchanged() {
        var sun = Security.getProvider("SUN");
        Security.removeProvider("SUN");
        Security.addProvider(sun);

        assertThat(NativeCrypto.install()).isInstanceOfSatisfying(NativeCrypto.NotApplicable.class,
                not -> assertThat(not.reason()).startsWith("the JVM is configured to use "));
        assertThat(Security.getProvider(NAME)).isNull();
    }

    @Test
    void musl_is_reported_as_unavailable_and_other_systems_as_not_applicable() {
        assertThat(NativeCrypto.install("Linux", "/opt/tracegate/lib/native/linux-musl-x86_64"))
                .isEqualTo(new NativeCrypto.Unavailable("it needs glibc, and this JVM is built for musl"));
        assertThat(NativeCrypto.install("Mac OS X", "/opt/tracegate/lib/native/mac-aarch64"))
                .isEqualTo(new NativeCrypto.NotApplicable("there is none for Mac OS X"));
        assertThat(Security.getProvider(NAME)).isNull();
    }

    private static SSLContext context(SelfSigned certificate) throws Exception {
        var password = "changeit".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate.keys())) {
            store.load(in, password);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", store.getCertificate("it"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void drain(SSLServerSocket server) {
        try (var socket = server.accept(); var in = socket.getInputStream()) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.io.IOException closed) {
            // the test has ended
        }
    }

    private static void write(SSLContext context, String protocol, int port, AtomicBoolean done) {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[]{protocol});
            while (!done.get()) {
                socket.getOutputStream().write(new byte[56_000]);
            }
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}

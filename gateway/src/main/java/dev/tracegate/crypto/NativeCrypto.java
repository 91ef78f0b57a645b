package dev.tracegate.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Installs AmazonCorrettoCryptoProvider as the first security provider of the JVM, for TLS, request signatures and the spool's encryption.
 * If it cannot be used, the JVM's own providers remain, at several times the CPU when only C1 compiles them.
 */
public sealed interface NativeCrypto {
    /** The first provider in an unchanged java.security file. */
    String JVM_DEFAULT = "SUN";
    /** Characters of a reason. The dynamic loader repeats the path of the library; more characters add nothing. */
    int MAX_REASON_CHARS = 400;

    /** @param version of the provider */
    record Installed(String version) implements NativeCrypto {}

    /** The provider supports this platform but could not be loaded. */
    record Unavailable(String reason) implements NativeCrypto {}

    /** The provider does not support this platform, or the JVM is configured to use another one. */
    record NotApplicable(String reason) implements NativeCrypto {}

    /**
     * Loads and installs the provider; call it once in a process. Blocks for 50 to 200 ms. Objects that other providers have already
     * created (a MessageDigest, a connection) keep working and keep their provider. Any thread.
     */
    static NativeCrypto install() {
        return install(System.getProperty("os.name"), System.getProperty("java.library.path", ""));
    }

    /**
     * Installs the provider on the named platform.
     *
     * @param system value of the property os.name
     * @param libraries folder of native libraries; the launcher names it after the platform
     */
    static NativeCrypto install(String system, String libraries) {
        var first = Security.getProviders()[0].getName();
        if (!system.equals("Linux")) {
            return new NotApplicable("there is none for " + system);
        }
        if (libraries.contains("linux-musl")) {
            return new Unavailable("it needs glibc, and this JVM is built for musl");
        }
        if (!first.equals(JVM_DEFAULT)) {
            return new NotApplicable("the JVM is configured to use " + first + " first");
        }
        try {
            return insert(new AmazonCorrettoCryptoProvider());
        } catch (LinkageError e) {
            return new Unavailable(text(e));
        }
    }

    private static NativeCrypto insert(AmazonCorrettoCryptoProvider provider) {
        var error = provider.getLoadingError();
        if (error != null) {
            return new Unavailable(reason(error));
        }
        Security.insertProviderAt(provider, 1);
        return cipherProblem(provider).<NativeCrypto>map(Unavailable::new)
                .orElseGet(() -> new Installed(provider.getVersionStr()));
    }

    /** Oracle's JDK accepts ciphers from signed jars only, and skips others without an error. */
    private static Optional<String> cipherProblem(AmazonCorrettoCryptoProvider provider) {
        try {
            var serving = Cipher.getInstance("AES/GCM/NoPadding").getProvider();
            return serving.equals(provider) ? Optional.empty()
                    : Optional.of("this JVM takes ciphers from " + serving.getName());
        } catch (GeneralSecurityException e) {
            return Optional.of(text(e));
        }
    }

    /** The reason of a failed load: the provider wraps the dynamic loader's error in its own. */
    private static String reason(Throwable error) {
        var suppressed = error.getSuppressed();
        var reason = text(suppressed.length == 0 ? error : suppressed[suppressed.length - 1]);
        return reason.contains("failed to map segment")
                ? reason + " (is its file system mounted noexec?)"
                : reason;
    }

    private static String text(Throwable error) {
        var message = error.getMessage() == null ? error.toString() : error.getMessage();
        return message.length() <= MAX_REASON_CHARS ? message : message.substring(0, MAX_REASON_CHARS);
    }
}

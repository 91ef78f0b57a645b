package dev.tracegate.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted: the JDK's roots, and those in the files that AWS_CA_BUNDLE and SSL_CERT_FILE name. */
final class Trust {
    private static final List<String> VARIABLES = List.of("AWS_CA_BUNDLE", "SSL_CERT_FILE");

    private Trust() {}

    /**
     * Empty where the JDK's roots are all.
     *
     * @throws IllegalArgumentException with a message for the operator where a file cannot be read
     */
    static Optional<X509TrustManager> of(AwsSettings settings) {
        var more = new ArrayList<X509Certificate>();
        for (var variable : VARIABLES) {
            var file = settings.variable(variable);
            if (file != null) {
                more.addAll(read(variable, Path.of(file)));
            }
        }
        return more.isEmpty() ? Optional.empty() : Optional.of(withRoots(more));
    }

    private static List<X509Certificate> read(String variable, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(variable + ": there is no certificate in " + file);
            }
            return certificates;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    variable + ": cannot read certificates from " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static X509TrustManager withRoots(List<X509Certificate> more) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int n = 0;
            for (var root : manager(null).getAcceptedIssuers()) {
                store.setCertificateEntry("root-" + n++, root);
            }
            for (var certificate : more) {
                store.setCertificateEntry("more-" + n++, certificate);
            }
            return manager(store);
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("this JDK cannot hold trusted certificates", broken);
        }
    }

    /** @param store null for the JDK's own roots */
    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }
}

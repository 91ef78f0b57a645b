package dev.tracegate.aws.http;

import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.files.NamedFile;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trusted certificates: the JDK's roots, and those in the PEM bundles that AWS_CA_BUNDLE and SSL_CERT_FILE name. */
public final class TrustStores {
    private static final Logger LOG = LoggerFactory.getLogger(TrustStores.class);
    /** Bytes. Mozilla's complete list has 220 kB. */
    public static final int MAX_BUNDLE_BYTES = 1024 * 1024;
    private static final Pattern CERTIFICATE = Pattern
            .compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL);

    private TrustStores() {}

    /**
     * Reads the bundles. Blocks.
     *
     * @return null if no bundle is named: the JDK's default trust applies
     * @throws AwsSetupException if AWS_CA_BUNDLE cannot be read
     */
    public static @Nullable TrustOptions of(AwsEnvironment env) {
        var extra = new ArrayList<Certificate>();
        var bundle = env.get("AWS_CA_BUNDLE");
        if (bundle != null) {
            extra.addAll(bundle("AWS_CA_BUNDLE", bundle));
        }
        extra.addAll(fromImage(env.get("SSL_CERT_FILE")));
        return extra.isEmpty() ? null : TrustOptions.wrap(withJdkRoots(extra));
    }

    /** Reads SSL_CERT_FILE. Another tool may have left the variable in the image, so a bundle that cannot be read is only logged. */
    private static List<Certificate> fromImage(@Nullable String file) {
        try {
            return file == null ? List.of() : bundle("SSL_CERT_FILE", file);
        } catch (AwsSetupException e) {
            LOG.warn("{}; continuing without it", e.getMessage());
            return List.of();
        }
    }

    private static List<Certificate> bundle(String name, String file) {
        try {
            var certificates = new ArrayList<Certificate>();
            var text = CERTIFICATE.matcher(
                    new String(NamedFile.read(Path.of(file), MAX_BUNDLE_BYTES), StandardCharsets.ISO_8859_1));
            while (text.find()) {
                certificates.add(certificate(text.group()));
            }
            if (certificates.isEmpty()) {
                throw new AwsSetupException(name + ": " + file + " contains no PEM certificate");
            }
            return certificates;
        } catch (IOException e) {
            throw new AwsSetupException(name + ": cannot read " + file + ": " + NamedFile.problem(e), e);
        } catch (CertificateException e) {
            throw new AwsSetupException(name + ": cannot read " + file + " as a PEM bundle: " + e, e);
        }
    }

    private static Certificate certificate(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static TrustManagerFactory withJdkRoots(List<Certificate> extra) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : extra) {
                store.setCertificateEntry("bundle-" + number++, certificate);
            }
            for (var root : jdkRoots()) {
                store.setCertificateEntry("jdk-" + number++, root);
            }
            return factory(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new AwsSetupException("cannot build the trust store: " + e, e);
        }
    }

    private static List<Certificate> jdkRoots() throws GeneralSecurityException {
        var roots = new ArrayList<Certificate>();
        for (var manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                roots.addAll(List.of(trust.getAcceptedIssuers()));
            }
        }
        return roots;
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}

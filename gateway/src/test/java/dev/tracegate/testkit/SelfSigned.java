package dev.tracegate.testkit;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate nobody trusts yet, made with the JDK's keytool.
 *
 * @param keys a PKCS12 file with key and certificate
 * @param certificate the certificate alone, in PEM
 */
public record SelfSigned(Path keys, Path certificate) {
    private static final String PASSWORD = "changeit";

    /** @param san such as {@code dns:xray.test,ip:127.0.0.1} */
    public static SelfSigned make(Path folder, String san) throws IOException, InterruptedException {
        var made = new SelfSigned(folder.resolve("keys.p12"), folder.resolve("ca.pem"));
        keytool("-genkeypair", "-keystore", made.keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD,
                "-alias", "it", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=fake", "-ext", "SAN=" + san,
                "-ext", "bc:c=ca:true", "-validity", "2");
        keytool("-exportcert", "-keystore", made.keys.toString(), "-storepass", PASSWORD, "-alias", "it", "-rfc",
                "-file", made.certificate.toString());
        return made;
    }

    public HttpServerOptions serverOptions() {
        return new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD));
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }
}

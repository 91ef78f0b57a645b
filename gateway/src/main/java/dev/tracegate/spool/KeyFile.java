package dev.tracegate.spool;

import dev.tracegate.files.NamedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/** The file with the operator's key: 32 bytes, either raw, in hex or in base64. */
final class KeyFile {
    private static final int MAX_BYTES = 1024;

    private KeyFile() {}

    static byte[] read(Path path) throws SpoolFailure {
        byte[] content;
        try {
            content = NamedFile.read(path, MAX_BYTES);
        } catch (IOException e) {
            throw SpoolFailure.other("spool.keyFile: cannot read " + path + ": " + NamedFile.problem(e));
        }
        var key = key(content);
        if (key.length != SecretBox.KEY_BYTES) {
            throw SpoolFailure.other("spool.keyFile: " + path + " must hold " + SecretBox.KEY_BYTES
                    + " bytes, raw, in hex or in base64; create one with: openssl rand -hex 32");
        }
        return key;
    }

    private static byte[] key(byte[] content) {
        if (content.length == SecretBox.KEY_BYTES) {
            return content;
        }
        var text = new String(content, StandardCharsets.ISO_8859_1).strip();
        if (text.matches("\\p{XDigit}{64}")) {
            return HexFormat.of().parseHex(text);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException neither) {
            return new byte[0];
        }
    }
}

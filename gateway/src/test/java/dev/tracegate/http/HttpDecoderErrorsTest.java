package dev.tracegate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDecoderErrorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.9\r\n\r\n", "HTTP/1.1 two OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA\u0001: b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"})
    void a_malformed_response_is_a_decoder_error(String answer) {
        var channel = new EmbeddedChannel(new HttpResponseDecoder());
        channel.writeInbound(Unpooled.copiedBuffer(answer, StandardCharsets.ISO_8859_1));

        var result = channel.<HttpResponse>readInbound().decoderResult();

        assertThat(result.isFailure()).isTrue();
        assertThat(HttpDecoderErrors.isOne(result.cause())).isTrue();
    }

    @Test
    void an_exception_of_another_handler_is_not_a_decoder_error() {
        var channel = new EmbeddedChannel(new HttpResponseDecoder(), new Buggy());

        Throwable bug = null;
        try {
            channel.writeInbound(Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\n\r\n", StandardCharsets.ISO_8859_1));
            channel.checkException();
        } catch (IllegalStateException thrown) {
            bug = thrown;
        }

        assertThat(bug).hasMessage("a bug");
        assertThat(HttpDecoderErrors.isOne(bug)).isFalse();
        assertThat(HttpDecoderErrors.isOne(new java.io.IOException("reset"))).isFalse();
    }

    private static final class Buggy extends io.netty.channel.ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(io.netty.channel.ChannelHandlerContext ctx, Object message) {
            throw new IllegalStateException("a bug");
        }
    }
}

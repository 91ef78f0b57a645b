package dev.tracegate.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Makes a server socket accept connections no faster than the event loop handles them. The acceptor has a thread of its own; without this
 * it would create a channel of some 4 kB for each of thousands of connections while the loop, which enforces the limits, handles the
 * first.
 */
final class AcceptThrottle extends ChannelInboundHandlerAdapter {
    /** Connections accepted and not yet handled by the loop: one batch of the acceptor. The kernel queues the others. */
    private static final int MOST_WAITING = 16;

    /** Milliseconds between batches: at most 1,600 connections a second, so that a loop that also carries segments has time for them. */
    private static final long PAUSE_MILLIS = 10;

    private int waiting;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        ctx.fireChannelRead(accepted);
        waiting++;
        if (waiting >= MOST_WAITING) {
            ctx.channel().config().setAutoRead(false);
        }
        // runs after the registration of the connection, which sets it up
        ((Channel) accepted).eventLoop().execute(() -> ctx.executor().execute(() -> handled(ctx)));
    }

    private void handled(ChannelHandlerContext ctx) {
        waiting--;
        if (waiting == 0 && !ctx.channel().config().isAutoRead()) {
            var _ = ctx.executor()
                    .schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}

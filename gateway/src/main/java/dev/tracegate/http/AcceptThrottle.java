package dev.tracegate.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Lets a server socket accept no faster than the event loop of its connections takes them. The acceptor has a thread of its own; without this
 * it makes a channel of some 4 kB for each of thousands of connections while the loop is at the first, and only the loop knows the limits.
 */
final class AcceptThrottle extends ChannelInboundHandlerAdapter {
    /** Accepted and not yet seen by the loop: one batch of the acceptor. The kernel keeps the others. */
    private static final int MOST_WAITING = 16;

    /** From one batch to the next: 1,600 connections a second at most, so that the loop, which may be that of the segments too, does other work. */
    private static final long PAUSE_MILLIS = 10;

    private int waiting;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        ctx.fireChannelRead(accepted);
        waiting++;
        if (waiting >= MOST_WAITING) {
            ctx.channel().config().setAutoRead(false);
        }
        // queued behind the registration, which sets the connection up
        ((Channel) accepted).eventLoop().execute(() -> ctx.executor().execute(() -> seen(ctx)));
    }

    private void seen(ChannelHandlerContext ctx) {
        waiting--;
        if (waiting == 0 && !ctx.channel().config().isAutoRead()) {
            var _ = ctx.executor()
                    .schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}

package dev.tracegate.ingest.udp;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Reads the kernel's count of datagrams dropped at a socket: SO_MEMINFO (socket(7), Linux 4.12), an array of 9 integers. */
final class SocketMemory {
    private static final int SOL_SOCKET = 1;
    private static final int SO_MEMINFO = 55;
    private static final int INTEGERS = 9;
    /** Index of SK_MEMINFO_DROPS. */
    private static final int DROPS = 8;

    private static final RawUnixChannelOption MEMINFO = new RawUnixChannelOption("SO_MEMINFO", SOL_SOCKET, SO_MEMINFO,
            INTEGERS * Integer.BYTES);

    private SocketMemory() {}

    static OptionalLong drops(Channel channel) {
        if (!(channel instanceof EpollDatagramChannel) || !channel.isOpen()) {
            return OptionalLong.empty();
        }
        ByteBuffer info = channel.config().getOption(MEMINFO);
        return info == null
                ? OptionalLong.empty()
                : OptionalLong
                        .of(Integer.toUnsignedLong(info.order(ByteOrder.nativeOrder()).getInt(DROPS * Integer.BYTES)));
    }
}

package tv.martlet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunSinkTest {
  private final Transport transport = new Transport();
  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();

  private Channel socket(EventLoopGroup group) {
    Bootstrap bootstrap = new Bootstrap().group(group).handler(new Lengths());
    transport.configure(bootstrap, new ReadCounter());
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return bootstrap.bind(any).syncUninterruptibly().channel();
  }

  private final class Lengths extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      arrived.add(packet.content().readableBytes());
      packet.release();
    }
  }

  @Test
  void runsOfAnyLengthsArriveAsTheyWereSent() throws Exception {
    EventLoopGroup group = transport.loop("test");
    try {
      Channel from = socket(group);
      Channel to = socket(group);
      Random random = new Random(11);
      for (int round = 0; round < 50; round++) {
        List<Integer> lengths = lengths(random);
        group.submit(() -> send(from, (InetSocketAddress) to.localAddress(), lengths)).sync();
        List<Integer> got = new ArrayList<>();
        while (got.size() < lengths.size()) {
          Integer length = arrived.poll(2, TimeUnit.SECONDS);
          assertEquals(
              lengths.get(got.size()), length, "datagram " + got.size() + " of round " + round);
          got.add(length);
        }
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  /** Equal ones, shorter and longer ones by turns, as the hashes before chunks make them. */
  private static List<Integer> lengths(Random random) {
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int length = 1053 + 49 * random.nextInt(4);
      for (int n = random.nextInt(4); n >= 0; n--) {
        lengths.add(length);
      }
    }
    return lengths;
  }

  private void send(Channel from, InetSocketAddress to, List<Integer> lengths) {
    RunSink sink = new RunSink(transport, ByteBufAllocator.DEFAULT);
    sink.attach(from);
    for (int length : lengths) {
      ByteBuffer memory = sink.begin(2000);
      memory.position(memory.position() + length);
      sink.send(to);
    }
    sink.flush();
    sink.close();
  }
}

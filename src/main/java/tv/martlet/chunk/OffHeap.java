package tv.martlet.chunk;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Gives a buffer's memory back at once. Java by itself does so when the collector finds that nobody
 * refers to the buffer, and with a heap that hardly fills that may be never: a few rings later the
 * limit on direct memory is reached. Where Java offers no way to do it now, it stays so.
 */
final class OffHeap {
  private static final Object UNSAFE = unsafe();
  private static final Method CLEANER = cleaner();

  private OffHeap() {}

  /** Reads and writes of the buffer may crash the process from now on. */
  static void free(ByteBuffer direct) {
    if (CLEANER == null) {
      return;
    }
    try {
      CLEANER.invoke(UNSAFE, direct);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e); // no buffer of its own memory
    }
  }

  private static Object unsafe() {
    try {
      Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return field.get(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static Method cleaner() {
    try {
      return UNSAFE == null ? null : UNSAFE.getClass().getMethod("invokeCleaner", ByteBuffer.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}

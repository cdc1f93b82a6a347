package io.github.packtrain.journal;

import org.jspecify.annotations.Nullable;

/**
 * What the world can do to the journal, one subclass for each answer that the caller has to it.
 * Every failure has a stable code and says what happened, why, and what to do.
 */
public abstract sealed class JournalException extends RuntimeException {
  private final String code;
  private final String what;
  private final String why;
  private final String hint;

  private JournalException(
      String code, String what, String why, String hint, @Nullable Throwable cause) {
    super(what + ": " + why + "; " + hint + " (" + code + ")", cause);
    this.code = code;
    this.what = what;
    this.why = why;
    this.hint = hint;
  }

  /** Stable, for programs: {@code JOURNAL_NO_SPACE} and the like. */
  public final String code() {
    return code;
  }

  /** What happened. */
  public final String what() {
    return what;
  }

  /** Why, with the values. */
  public final String why() {
    return why;
  }

  /** What to do about it. */
  public final String hint() {
    return hint;
  }

  /**
   * The disk is full: nothing of the batch was recorded, the caller holds it and tries the same
   * batch again.
   */
  public static final class NoSpace extends JournalException {
    NoSpace(String why, @Nullable Throwable cause) {
      super(
          "JOURNAL_NO_SPACE",
          "the journal cannot grow",
          why,
          "free space on the disk that holds the data directory; the batch is tried again until then",
          cause);
    }
  }

  /**
   * Writing or making durable failed: whether the batch is on disk is unknown, so nothing may be
   * acknowledged and the process must stop; a restart finds out what is there. A failed fsync is
   * never tried again, because the system may have dropped the pages that it could not write.
   */
  public static final class WriteFailed extends JournalException {
    WriteFailed(String why, @Nullable Throwable cause) {
      super(
          "JOURNAL_WRITE_FAILED",
          "the journal could not be made durable",
          why,
          "check the disk (dmesg, SMART), then start again: everything acknowledged is kept",
          cause);
    }
  }

  /**
   * Another master has opened a newer epoch: this one must stop at once, its batch is not recorded.
   */
  public static final class Deposed extends JournalException {
    Deposed(long epoch, long sequence, String why, @Nullable Throwable cause) {
      super(
          "JOURNAL_DEPOSED",
          "the master of epoch " + epoch + " may not write batch " + sequence,
          why,
          "stop this process: a newer master has taken over",
          cause);
    }
  }

  /**
   * Something that was acknowledged is no longer there or no longer the same. The files are left as
   * they are.
   */
  public static final class Damaged extends JournalException {
    private final long lastGoodSequence;

    Damaged(long lastGoodSequence, String why, @Nullable Throwable cause) {
      super(
          "JOURNAL_DAMAGED",
          lastGoodSequence == 0
              ? "the journal is damaged"
              : "the journal is damaged after batch " + lastGoodSequence,
          why,
          "use the newest backup as data directory; keep the damaged files, nothing was changed in them",
          cause);
      this.lastGoodSequence = lastGoodSequence;
    }

    /** The last batch known to be whole; 0 when none is known. */
    public long lastGoodSequence() {
      return lastGoodSequence;
    }
  }

  /**
   * A newer release wrote events that this one does not know; replaying without them would lose
   * them.
   */
  public static final class TooNew extends JournalException {
    TooNew(String why) {
      super(
          "JOURNAL_TOO_NEW",
          "the journal was written by a newer release",
          why,
          "start that release, or use a backup from before the upgrade as data directory",
          null);
    }
  }

  /**
   * The directory cannot be used; the code says why ({@code DATA_DIR_IN_USE}, {@code
   * DATA_DIR_NOT_WRITABLE}, …).
   */
  public static final class DirectoryRefused extends JournalException {
    DirectoryRefused(String code, String what, String why, String hint, @Nullable Throwable cause) {
      super(code, what, why, hint, cause);
    }
  }
}

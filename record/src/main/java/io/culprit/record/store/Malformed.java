package io.culprit.record.store;

/** Bytes that their checksum confirms and that still are not what they should be: damage, or somebody's trick. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;

    Malformed(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    @Override
    public String getMessage() {
        return what;
    }
}

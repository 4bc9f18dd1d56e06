package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Sys;
import java.util.List;

/** Programs at work; closing it detaches them, and so does the end of this process, however it ends. */
public final class Attachment implements AutoCloseable {
    private List<Integer> links;

    Attachment(List<Integer> links) {
        this.links = links;
    }

    @Override
    public void close() {
        links.forEach(Sys::close);
        links = List.of();
    }
}

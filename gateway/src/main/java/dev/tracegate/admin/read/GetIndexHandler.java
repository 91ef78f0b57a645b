package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminOperation;
import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import io.vertx.core.Future;
import java.util.List;

/** {@code GET /}: one line of text for each operation. */
public final class GetIndexHandler implements OperationHandler {
    private static final int GAP = 2;

    private final AdminResponse index;

    public GetIndexHandler(List<AdminOperation> operations) {
        int width = operations.stream().mapToInt(operation -> operation.path().length()).max().orElse(0);
        var lines = new StringBuilder("Tracegate");
        for (var operation : operations) {
            lines.append('\n').append(operation.method()).append(' ').append(operation.path());
            lines.repeat(' ', width - operation.path().length() + GAP).append(operation.summary());
        }
        this.index = AdminResponse.text(200, lines.toString());
    }

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        return Future.succeededFuture(index);
    }
}

import datetime as dt

from briefs.store.backup_packages import Package
from briefs.views.backup import caption, on_postgresql, released, too_large

DAY = dt.date(2026, 11, 2)


def test_what_stands_under_a_file(golden, context):
    whole = Package("diemtin-2026-11-02.db", bytes(1_250_000), 1_250_000, 5, 1)
    packed = Package("diemtin-2026-11-02.db.gz", bytes(22_830_739), 69_828_608, 10_005, 1_200)
    golden("backup", caption(whole, DAY, context), caption(packed, DAY, context), released(context))


def test_what_is_said_where_there_is_no_file(golden, context):
    golden("backup-elsewhere", too_large("diemtin-2026-11-02.db", context), on_postgresql(context))

"""What an article says: its points, directives, documents and figures, each traceable to sentences of the
source.
"""

from briefs.analysis.analysis import Analysis, analyse
from briefs.analysis.grounding import Alarm, Mode, Verdict, check

__all__ = ["Alarm", "Analysis", "Mode", "Verdict", "analyse", "check"]

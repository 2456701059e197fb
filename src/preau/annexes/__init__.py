"""In and out: importing an annex into a programme, undoing it, laying the programme out as an annex again."""

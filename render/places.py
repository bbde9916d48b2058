"""What stands where in the folder of an office, as long as nobody says otherwise."""

PLAN = "plan.yaml"
TEMPLATES = "templates"
OUTPUT = "output"
PROGRESS = "progress.yaml"  # beside the plan
ISSUED = "issued"  # beside the plan
MANIFEST = ".manifest.jsonl"  # in the folder of outputs
DRAFT = ".render-"  # how the names of our temporary files begin
DRAFT_END = ".tmp"

"""The demo's accounts."""

PASSWORD = "xmess-demo-2025"
NOBODY = ""
COORDINATION = "coordinacio@xmess.example"
MANAGER = "tecnica@manresa.example"
ELECTED = "regidora@reus.example"
GROUP_COORDINATOR = "cures@terrassa.example"
GUEST = "convidat@ateneu.example"
ADMINISTRATOR = "admin@xmess.example"
ALL = (COORDINATION, MANAGER, ELECTED, GROUP_COORDINATOR, GUEST, ADMINISTRATOR)

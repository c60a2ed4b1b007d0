# stress
